import type { Path } from './locate.ts'

type Found = { readonly path: Path; readonly reason: string }

/**
 * Mistakes that no single value shows: what is named twice, and modules that the file serves and does not list. Reads the
 * file as it is, whatever else may be wrong with it, so that they are told together with the rest.
 */
export function findContradictions(given: unknown): Found[] {
  const organizations = entriesOf(given, 'organizations')
  return [
    ...findTwice(entriesOf(given, 'modules'), 'name', ['modules']),
    ...findTwice(entriesOf(given, 'resource_servers'), 'audience', ['resource_servers']),
    ...findTwice(organizations, 'slug', ['organizations']),
    ...organizations.flatMap((organization, index) =>
      findTwice(entriesOf(organization, 'workspaces'), 'slug', ['organizations', index, 'workspaces']),
    ),
    ...findUnlisted(given),
  ]
}

function findTwice(entries: readonly unknown[], key: string, path: Path): Found[] {
  const values = entries.map((entry) => field(entry, key))
  return values.flatMap((value, index) => {
    const isSecond = typeof value === 'string' && values.indexOf(value) < index
    return isSecond ? [{ path: [...path, index, key], reason: `“${value}” is listed twice` }] : []
  })
}

function findUnlisted(given: unknown): Found[] {
  if (field(given, 'modules') === undefined) return []
  const listed = entriesOf(given, 'modules').map((entry) => field(entry, 'name'))
  return entriesOf(given, 'resource_servers').flatMap((server, index) =>
    entriesOf(server, 'modules').flatMap((name, at) =>
      typeof name !== 'string' || listed.includes(name)
        ? []
        : [
            {
              path: ['resource_servers', index, 'modules', at],
              reason: `there is no module “${name}” under “modules”`,
            },
          ],
    ),
  )
}

const field = (value: unknown, key: string): unknown => (value as Record<string, unknown> | null)?.[key]

function entriesOf(value: unknown, key: string): unknown[] {
  const entries = field(value, key)
  return Array.isArray(entries) ? entries : []
}
