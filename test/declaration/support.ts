import { type Change, describeChange } from '../../src/declaration/index.ts'

/** On the example catalogue (tracker, documents, drive, calendar) it changes something of every kind. */
export const FILE = `
resource_servers:
  - audience: https://tracker.example.com
    name: Tracker API
    modules: [tracker, upload]
modules:
  - name: tracker
    title: Issues
    description: Issues and boards.
    actions: [read, write, issue_view]
  - name: upload
    actions: []
organizations:
  - slug: acme
    name: Acme
    workspaces:
      - slug: web
        name: Website
    policy:
      max_days: 30
      networks: [203.0.113.0/24]
policy:
  max_days: 90
  member_scopes: ['*:read', 'tracker:write']
`

export const summarise = (changes: readonly Change[]): string[] => changes.map(describeChange)
