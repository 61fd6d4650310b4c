/** Sends the newest of several values, one at a time: what was overtaken is never sent. */
export class Latest<V> {
  #send: (value: V) => Promise<void>
  #waiting: { readonly value: V } | null = null
  #busy = false

  constructor(send: (value: V) => Promise<void>) {
    this.#send = send
  }

  put(value: V): void {
    this.#waiting = { value }
    if (!this.#busy) void this.#run()
  }

  async #run(): Promise<void> {
    this.#busy = true
    while (this.#waiting !== null) {
      const { value } = this.#waiting
      this.#waiting = null
      // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
      await this.#send(value)
    }
    this.#busy = false
  }
}
