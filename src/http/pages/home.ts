import { page, seeOther } from './page.ts'

export const homePage = page({
  method: 'get',
  path: '/',
  for: 'anyone',
  async handle(_deps, ctx) {
    seeOther(ctx, ctx.state.visitor === undefined ? '/sign-in' : '/account/tokens')
  },
})
