/** What is wrong with an input and what to do: two sentences. */
export interface Trouble {
  readonly what: string
  readonly advice: string
}
