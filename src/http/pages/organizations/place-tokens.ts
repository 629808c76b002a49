import type { TokenList } from '../../../tokens/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import { type PageDeps, queryText } from '../page.ts'
import { type ListQuery, readListQuery, viewList } from '../tokens/list-view.ts'
import type { Entered } from './enter.ts'

type Given = {
  readonly entered: Entered
  /** The address of the list. */
  readonly path: string
  readonly whose: string
  readonly none: { readonly title: string; readonly text: string }
  /** Where to generate one, for those who may. */
  readonly generateHref: string | undefined
  read(query: ListQuery, page: { before?: string }): Promise<TokenList>
}

/** A list of tokens that are not only the visitor's: of an organization, a workspace, a service account. */
export async function viewPlaceTokens({ tokens, clock }: PageDeps, ctx: Context, given: Given) {
  const { entered, path, whose, none, generateHref } = given
  const query = readListQuery(queryText(ctx, 'show'), queryText(ctx, 'search'), queryText(ctx, 'sort'))
  const before = queryText(ctx, 'before')
  const { isMintingOn, ...found } = await given.read(query, before === '' ? {} : { before })
  const view = viewList({
    ...found,
    query,
    before,
    path,
    whose,
    none: {
      ...none,
      canGenerate: generateHref !== undefined,
      ...(generateHref === undefined ? {} : { href: generateHref, label: 'Generate token' }),
    },
    prefix: tokens.prefix,
    now: clock(),
    isMintingOff: !isMintingOn,
    visitorId: getVisitor(ctx).account.id,
    ...(answersFor(entered) ? {} : { hrefOf: (tokenId: string) => `/admin/tokens/${tokenId}` }),
  })
  return { ...view, generateHref: isMintingOn ? generateHref : undefined }
}

/** Administrators of the instance see the tokens too, in the administration: they hold no role here. */
const answersFor = ({ standings }: Entered): boolean =>
  standings.includes('organization_admin') || standings.includes('workspace_admin')
