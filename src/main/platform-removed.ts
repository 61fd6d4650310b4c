/** What keeps something of a platform, and forgets it. */
export interface Forgets {
  targetRemoved(targetId: string): void
}

/**
 * What goes with a platform that the user removed; its row in targets.json and its secrets went before. What stays is in
 * docs/architecture.md. The monitor first: whoever comes after finds the platform gone.
 */
export function platformRemoved(parts: Readonly<Record<'monitor' | 'people' | 'rates' | 'notices' | 'settings', Forgets>>, targetId: string): void {
  const { monitor, people, rates, notices, settings } = parts
  for (const each of [monitor, people, rates, notices, settings]) each.targetRemoved(targetId)
}
