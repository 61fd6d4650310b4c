/* Ids of a notice's parts: `n-1.2.3` is the third part of the second delivery of `n-1`. They are the idempotency keys of docs/server-contract.md. */

/** What the ids of one delivery's parts begin with. */
export function partPrefix(noticeId: string, delivery: number): string {
  return `${noticeId}.${delivery}.`
}

/** The delivery of a part, from 1 on; 0: it is no part's id. */
export function deliveryOf(partId: string): number {
  return Number(partId.split('.').at(-2)) || 0
}
