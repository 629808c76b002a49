import type { Context } from '../../context.ts'
import { keepSecret, takeSecret } from '../reveal.ts'
import { hrefOf } from './token-view.ts'

const pathOf = (tokenId: string): string => `${hrefOf(tokenId)}/secret`

/** @returns the page that shows it */
export const keepForReveal = (ctx: Context, tokenId: string, secret: string): Promise<string> =>
  keepSecret(ctx, pathOf(tokenId), secret)

export const takeForReveal = (ctx: Context, tokenId: string): Promise<string | undefined> =>
  takeSecret(ctx, pathOf(tokenId))
