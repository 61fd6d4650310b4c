import type { Account, Activity, CreatePlatform, Device, Person, PlatformId, PlatformOptions } from './contract.ts'
import { ClientDevice } from './kit/device.ts'
import { introduce } from './kit/introduce.ts'
import { PlatformBase } from './kit/platform-base.ts'
import type { Server } from 'socket.io'
import { fullName } from './kit/identity.ts'

/* A platform of the smallest kind, on a real Socket.IO server: for tests of the campus itself. */

class TestPlatform extends PlatformBase {
  readonly id: PlatformId
  readonly path = '/socket.io'
  readonly accounts: readonly Account[]
  readonly rooms = [{ namespace: '/', room: 'everybody' }]
  readonly routes = {}
  readonly activities: readonly Activity[]

  constructor(id: PlatformId, options: PlatformOptions) {
    super(options)
    this.id = id
    this.accounts = options.school.persons.map((person) => ({ person, userId: `${id}-${person.number}`, role: person.kind, email: person.email, password: `password-${person.number}` }))
    this.activities = [
      {
        name: 'notice',
        weight: 1,
        run: ({ random }) => {
          const number = random.int(1, 1000)
          this.io.to('everybody').emit('notice', { number })
          return `notice ${number}`
        },
      },
      {
        name: 'hand raised',
        weight: 1,
        run: (context) => {
          if (context.present.length === 0) return undefined
          const person = context.random.pick(context.present)
          const device = context.deviceOf(person)
          if (!(device instanceof ClientDevice)) return undefined
          device.socket('/')?.emit('hand')
          return `#${person.number} raised a hand`
        },
      },
    ]
  }

  protected serve(io: Server): void {
    const namespace = io.of('/')
    namespace.use((socket, next) => {
      const userId = String(socket.handshake.auth['token'])
      const account = this.accounts.find((one) => one.userId === userId)
      introduce(socket, { userId, name: account ? fullName(account.person) : '', email: account?.email ?? '', role: account?.role ?? '' })
      next()
    })
    this.counted(namespace).on('connection', async (socket) => {
      await socket.join('everybody')
      socket.on('hand', () => namespace.to('everybody').emit('hand', { userId: socket.data.userId as string }))
    })
  }

  async issueToken(account: Account): Promise<string> {
    return account.userId
  }

  createDevice(person: Person): Device {
    return new ClientDevice({ person, url: () => this.url, path: this.path, namespaces: ['/'], token: async () => `${this.id}-${person.number}` })
  }
}

const create = (id: PlatformId): CreatePlatform => (options) => new TestPlatform(id, options)

export const createTestPlatforms: Readonly<Record<PlatformId, CreatePlatform>> = {
  skillcore: create('skillcore'),
  'flask-lms': create('flask-lms'),
  rusingacademy: create('rusingacademy'),
  aprendeai: create('aprendeai'),
  endiapi: create('endiapi'),
}
