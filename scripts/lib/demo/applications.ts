import type { Services } from '../../../src/assemble.ts'
import type { Actor } from '../../../src/audit/index.ts'
import type { Timeline } from './timeline.ts'

/** Applications, secrets that were changed, and what is switched off. */
export function planClients(timeline: Timeline, { clients, catalogue }: Services, by: Actor): void {
  const create = (name: string, redirectUri: string, given: { isPublic: boolean; firstParty: boolean }) =>
    clients.createApplication(by, { name, redirectUris: [redirectUri], ...given })
  timeline.at(200, () =>
    create('Wiki', 'https://wiki.example.com/callback', { isPublic: false, firstParty: true }),
  )
  timeline.at(150, () =>
    create('Command line', 'http://127.0.0.1/callback', { isPublic: true, firstParty: true }),
  )
  timeline.at(90, async () => {
    const { client } = await create('Status board', 'https://status.example.net/callback', {
      isPublic: false,
      firstParty: false,
    })
    timeline.at(30, () => clients.disable(by, client.id))
  })
  const find = async (audience: string): Promise<string> =>
    (await catalogue.findResourceServerByAudience(audience))?.clientId ?? ''
  timeline.at(2, async () => {
    await clients.rotateSecret(by, await find('https://documents.example.com'), { overlap: 'week' })
  })
  timeline.at(45, async () => {
    await clients.disable(by, await find('https://old-wiki.example.com'))
  })
}
