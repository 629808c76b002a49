import { Document, isScalar, visit } from 'yaml'
import { limitsUnder } from '../policy/index.ts'
import { type DeclarationDeps, withRooms } from './deps.ts'
import { renameKeys, snakeCase, sorted } from './differences.ts'
import { type Present, readPresent } from './present.ts'
import { POLICY_SETTINGS } from './schema.ts'

const HEADING =
  ' The catalogue, the organizations and the policy of a Patmint server.\n To make a server so: npm run patmint -- apply -f <this file>'

/** What there is and is enabled, as a file that changes nothing where it is applied. Always in the same order. */
export async function exportDeclaration(deps: DeclarationDeps): Promise<string> {
  const present = await withRooms(deps, deps.database, readPresent)
  const document = new Document(describe(present))
  document.commentBefore = HEADING
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar)
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

const describe = ({ modules, resourceServers, organizations, policy }: Present) => ({
  resource_servers: enabledBy(resourceServers, 'audience').map((server) => ({
    audience: server.audience,
    name: server.name,
    modules: sorted(server.modules.map(({ name }) => name)),
  })),
  modules: by(modules, 'name').map(({ name, title, description, actions }) => ({
    name,
    title,
    description,
    actions: [...actions],
  })),
  organizations: enabledBy(organizations, 'slug').map(({ slug, name, workspaces, limits }) => ({
    slug,
    name,
    workspaces: enabledBy(workspaces, 'slug').map((workspace) => ({
      slug: workspace.slug,
      name: workspace.name,
    })),
    policy: describePolicy(limitsUnder(policy, limits)),
  })),
  policy: describePolicy(policy),
})

function describePolicy(settings: object): object {
  const named = renameKeys(settings, snakeCase)
  return Object.fromEntries(
    POLICY_SETTINGS.filter((name) => name in named).map((name) => [name, named[name]]),
  )
}

const by = <Key extends string, Item extends Record<Key, string>>(items: readonly Item[], key: Key): Item[] =>
  items.toSorted((a, b) => (a[key] < b[key] ? -1 : 1))

const enabledBy = <Key extends string, Item extends Record<Key, string> & { disabledAt: Date | null }>(
  items: readonly Item[],
  key: Key,
): Item[] =>
  by(
    items.filter(({ disabledAt }) => disabledAt === null),
    key,
  )
