import { page } from '../../page.ts'

export const overviewPage = page({
  method: 'get',
  path: '/admin',
  for: 'admin',
  async handle({ render }, ctx) {
    render(ctx, 'admin/overview')
  },
})
