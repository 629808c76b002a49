import type { Services } from '../../../src/assemble.ts'
import { type Actor, OPERATOR } from '../../../src/audit/index.ts'
import type { Chance } from './chance.ts'
import { ADMIN, addressOf, INVITED, PASSWORD, people } from './people.ts'
import { idOf, type Known } from './places.ts'
import type { Timeline } from './timeline.ts'

const BROWSERS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
] as const

/** Where a person sits, the same in every run. */
export const homeOf = (email: string): string => `203.0.113.${(email.length * 7 + email.charCodeAt(0)) % 250}`

export function planAccounts(timeline: Timeline, { accounts }: Services, known: Known): void {
  for (const [index, { email, name }] of people.entries()) {
    timeline.at(409 - index / 3, async () => {
      const role = email === ADMIN || email === 'grace@example.com' ? 'admin' : 'member'
      const { id } = await accounts.create(OPERATOR, { email, name, role, password: PASSWORD })
      known.accounts.set(email, id)
    })
  }
}

export function planInvitations(timeline: Timeline, { accounts }: Services, by: Actor): void {
  for (const { name, daysAgo } of INVITED) {
    timeline.at(daysAgo, () => accounts.invite(by, { email: addressOf(name), name, role: 'member' }))
  }
}

/** The last two weeks' signing in, with some wrong passwords. */
export function planSessions(timeline: Timeline, services: Services, known: Known, chance: Chance): void {
  for (const { email, disabledDaysAgo } of people) {
    for (let session = chance.whole(0, 3); session > 0; session -= 1) {
      const daysAgo = chance.whole(1, 130) / 10
      if (daysAgo <= (disabledDaysAgo ?? 0)) continue
      const [address, userAgent] = [homeOf(email), chance.pick(BROWSERS)]
      timeline.at(daysAgo, async () => {
        const account = await services.accounts.find(idOf(known.accounts, email))
        if (account !== undefined)
          await services.sessions.start({ kind: 'account', id: account.id, address }, account, {
            address,
            userAgent,
          })
      })
    }
    if (chance.percent(30)) {
      const given = { email, password: 'not the right one at all' }
      const by = { kind: 'anonymous', address: homeOf(email) } as const
      timeline.at(chance.whole(1, 300) / 10, () =>
        // A wrong password is what it is about.
        services.accounts.authenticate(by, given).catch(() => undefined),
      )
    }
  }
}
