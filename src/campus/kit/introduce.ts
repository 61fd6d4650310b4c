import type { Socket } from 'socket.io'

/**
 * Who a socket belongs to. It lies in `socket.data`, which the admin feed and the other nodes of a cluster see: nothing
 * secret belongs there, and no null (the admin feed cannot take one).
 */
export interface Introduction {
  readonly userId: string
  readonly name: string
  readonly email: string
  /** The role name that the platform uses. */
  readonly role: string
}

/** Writes on the socket who it is: what the admin feed shows, and introductionOf() reads. */
export function introduce(socket: Socket, { userId, name, email, role }: Introduction): void {
  Object.assign(socket.data as object, { userId, name, email, role })
}

/** As introduced; undefined when the socket was let in as nobody. */
export function introductionOf(socket: { readonly data: unknown }): Introduction | undefined {
  const { userId, name, email, role } = socket.data as Partial<Introduction>
  return userId !== undefined && name !== undefined && email !== undefined && role !== undefined ? { userId, name, email, role } : undefined
}
