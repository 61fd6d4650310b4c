import { join } from 'node:path'
import { startChild } from '../child.ts'
import type { BenchChild } from '../child.ts'
import type { BareNews, BareOrder, GeneratorNews, GeneratorOrder, Receiver, SentReport } from './messages.ts'

/* The firehose's generator and the bare client, as objects. */

export interface Generator extends BenchChild<GeneratorOrder, GeneratorNews> {
  write(to: Receiver, eventsPerSecond: number): void
  sent(to: Receiver): Promise<SentReport>
}

export async function startGenerator(): Promise<Generator> {
  const child = await startChild<GeneratorOrder, GeneratorNews>(join(import.meta.dirname, 'generator.ts'), [])
  return {
    ...child,
    write: (to, eventsPerSecond) => child.order({ do: 'write', to, eventsPerSecond }),
    sent: async (to) => (await child.report()).sent[to],
  }
}

export async function startBareClient(url: string): Promise<BenchChild<BareOrder, BareNews>> {
  return await startChild<BareOrder, BareNews>(join(import.meta.dirname, 'bare-client.ts'), [url])
}
