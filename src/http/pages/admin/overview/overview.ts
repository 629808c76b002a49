import { page } from '../../page.ts'
import { viewOverview } from './overview-view.ts'

export const overviewPage = page({
  method: 'get',
  path: '/admin',
  for: 'console.see',
  async handle({ tokens, clients, clock, render }, ctx) {
    const [overview, isMintingOn] = await Promise.all([tokens.overview(), clients.isMintingOn()])
    render(ctx, 'admin/overview', { ...viewOverview(overview, clock()), isMintingOff: !isMintingOn })
  },
})
