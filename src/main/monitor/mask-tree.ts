import type { PayloadNode } from '../../shared/domain.ts'
import { childRule, itemRule } from './mask-rule.ts'
import type { MaskRule } from './mask-rule.ts'
import { shownKey, shownString } from './mask.ts'
import type { RawPayload } from './wire-event.ts'

export const TREE_DEPTH_MAX = 12
export const TREE_NODES_MAX = 2_000

export interface MaskedPayload {
  /** One node an argument. */
  readonly args: PayloadNode[]
  /** Masked JSON text, indented by two; what was cut stands in it as a string. */
  readonly json: string
}

export type MaskRules = readonly (MaskRule | undefined)[]

/** The payload as a masked tree, bounded in depth, nodes and length of strings. Never throws. */
export function maskPayload(payload: RawPayload, rules: MaskRules): MaskedPayload {
  const args = maskArgs(payload, rules, TREE_NODES_MAX)
  return { args, json: jsonOf(args) }
}

/** One masked node an argument; of a payload that cannot be read one node that says so. Never throws. */
export function maskArgs(payload: RawPayload, rules: MaskRules, nodesMax: number): PayloadNode[] {
  const args = payload.args()
  if (args === undefined) {
    const text = payload.cut ? `${payload.bytes} bytes, above the size limit: only its size is kept` : `${payload.bytes} bytes that are no JSON`
    return [leaf('0', 'cut', text, true)]
  }
  const budget: Budget = { nodes: nodesMax, binary: payload.attachments > 0 }
  const nodes: PayloadNode[] = []
  for (const [index, value] of args.entries()) {
    if (budget.nodes <= 0) {
      nodes.push(more(args.length - index))
      break
    }
    nodes.push(nodeOf(value, String(index), false, '', rules[index], 1, budget))
  }
  return nodes
}

/**
 * One value from inside a payload as a masked tree. Never throws.
 * @param name the key that decides how a string is masked; items of an array have the array's
 * @param depth levels above it, 1 for an argument
 */
export function maskValue(value: unknown, name: string, rule: MaskRule | undefined, depth: number, binary: boolean, nodesMax: number): PayloadNode {
  return nodeOf(value, name, false, name, rule, depth, { nodes: nodesMax, binary })
}

/** A masked node as JSON on one line. */
export function lineOf(node: PayloadNode): string {
  switch (node.kind) {
    case 'array':
      return linesOf(node.children)
    case 'object':
      return `{${node.children.map((child) => `${JSON.stringify(child.key)}:${lineOf(child)}`).join(',')}}`
    default:
      return nodeJson(node, '')
  }
}

/** Masked nodes as a JSON array on one line. */
export function linesOf(nodes: readonly PayloadNode[]): string {
  return `[${nodes.map(lineOf).join(',')}]`
}

interface Budget {
  nodes: number
  readonly binary: boolean
}

/** @param name the key that decides how a string is masked; items of an array have the array's */
function nodeOf(value: unknown, key: string, keyMasked: boolean, name: string, rule: MaskRule | undefined, depth: number, budget: Budget): PayloadNode {
  budget.nodes--
  switch (typeof value) {
    case 'string': {
      const shown = shownString(value, rule, name)
      return leaf(key, 'string', shown.text, keyMasked || shown.masked)
    }
    case 'number':
      return rule?.mask === undefined ? leaf(key, 'number', String(value), keyMasked) : leaf(key, 'string', 'number', true)
    case 'boolean':
      return leaf(key, 'boolean', String(value), keyMasked)
    case 'object':
      if (value === null) return leaf(key, 'null', 'null', keyMasked)
      if (budget.binary && isPlaceholder(value)) return leaf(key, 'binary', 'binary data', keyMasked)
      if (depth > TREE_DEPTH_MAX) return leaf(key, 'cut', `deeper than ${TREE_DEPTH_MAX} levels`, keyMasked)
      return Array.isArray(value)
        ? { key, kind: 'array', text: String(value.length), masked: keyMasked, children: itemsOf(value, name, rule, depth, budget) }
        : entriesOf(value, key, keyMasked, rule, depth, budget)
    default:
      return leaf(key, 'null', 'null', keyMasked)
  }
}

function itemsOf(items: readonly unknown[], name: string, rule: MaskRule | undefined, depth: number, budget: Budget): PayloadNode[] {
  const children: PayloadNode[] = []
  for (let index = 0; index < items.length; index++) {
    if (budget.nodes <= 0) {
      children.push(more(items.length - index))
      break
    }
    children.push(nodeOf(items[index], String(index), false, name, itemRule(rule), depth + 1, budget))
  }
  return children
}

function entriesOf(value: object, key: string, keyMasked: boolean, rule: MaskRule | undefined, depth: number, budget: Budget): PayloadNode {
  const keys = Object.keys(value)
  const children: PayloadNode[] = []
  for (let index = 0; index < keys.length; index++) {
    if (budget.nodes <= 0) {
      children.push(more(keys.length - index))
      break
    }
    const entry = keys[index] as string
    const shown = shownKey(entry, rule?.fields.has(entry) === true)
    children.push(nodeOf((value as Record<string, unknown>)[entry], shown.text, shown.masked, entry, childRule(rule, entry), depth + 1, budget))
  }
  return { key, kind: 'object', text: String(keys.length), masked: keyMasked, children }
}

/** Where a binary attachment stood in the packet. */
export function isPlaceholder(value: object): boolean {
  return Object.hasOwn(value, '_placeholder') && (value as { _placeholder: unknown })._placeholder === true
}

function leaf(key: string, kind: PayloadNode['kind'], text: string, masked: boolean): PayloadNode {
  return { key, kind, text, masked, children: [] }
}

function more(count: number): PayloadNode {
  return leaf('…', 'cut', `${count} more`, false)
}

/** JSON of nodes that are already masked, so that there is one way of masking. Depth is bounded by the tree's. */
function jsonOf(nodes: readonly PayloadNode[], indent = ''): string {
  if (nodes.length === 0) return '[]'
  const inner = `${indent}  `
  return `[\n${nodes.map((node) => inner + nodeJson(node, inner)).join(',\n')}\n${indent}]`
}

function nodeJson(node: PayloadNode, indent: string): string {
  switch (node.kind) {
    case 'array':
      return jsonOf(node.children, indent)
    case 'object': {
      if (node.children.length === 0) return '{}'
      const inner = `${indent}  `
      return `{\n${node.children.map((child) => `${inner}${JSON.stringify(child.key)}: ${nodeJson(child, inner)}`).join(',\n')}\n${indent}}`
    }
    case 'number':
      // What JSON.parse made of 1e999.
      return node.text.endsWith('Infinity') ? node.text.replace('Infinity', '1e999') : node.text
    case 'boolean':
    case 'null':
      return node.text
    case 'string':
    case 'binary':
    case 'cut':
      return JSON.stringify(node.text)
  }
}
