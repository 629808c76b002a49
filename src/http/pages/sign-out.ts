import { signOut } from '../visitor.ts'
import { page, seeOther } from './page.ts'

export const signOutPage = page({
  method: 'get',
  path: '/sign-out',
  for: 'anyone',
  async handle({ render }, ctx) {
    if (ctx.state.visitor === undefined) seeOther(ctx, '/sign-in')
    else render(ctx, 'sign-out')
  },
})

export const signOutForm = page({
  method: 'post',
  path: '/sign-out',
  for: 'anyone',
  async handle(_deps, ctx) {
    await signOut(ctx)
    seeOther(ctx, '/sign-in')
  },
})
