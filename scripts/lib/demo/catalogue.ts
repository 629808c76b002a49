/** What the instance serves and who is on it, as an operator would say it. */
export const CATALOGUE = `
resource_servers:
  - { audience: 'https://tracker.example.com', name: Tracker API, modules: [tracker, calendar] }
  - { audience: 'https://documents.example.com', name: Documents API, modules: [documents, drive] }
  - { audience: 'https://billing.example.com', name: Billing API, modules: [billing] }
  - { audience: 'https://builds.example.com', name: Build farm, modules: [tracker, upload] }
  - { audience: 'https://old-wiki.example.com', name: Old wiki, modules: [documents] }
modules:
  - { name: tracker, title: Tracker, description: 'Issues, boards and comments.', actions: [read, write, triage] }
  - { name: documents, title: Documents, description: 'Pages, their history and their attachments.' }
  - { name: drive, title: Drive, description: Files and folders. }
  - { name: calendar, title: Calendar, description: Events and who takes part in them. }
  - { name: billing, title: Billing, description: 'Invoices, payments and refunds.', actions: [read, write, refund] }
  - { name: upload, title: Upload artefacts, description: Put the results of a build into the store., actions: [] }
organizations:
  - slug: acme
    name: Acme
    workspaces:
      - { slug: web, name: Website }
      - { slug: mobile, name: Mobile apps }
      - { slug: data, name: Data platform }
      - { slug: attic, name: Attic }
    policy: { tokens_per_account: 40, max_days: 365 }
  - slug: globex
    name: Globex
    workspaces:
      - { slug: research, name: Research }
      - { slug: operations, name: Operations }
  - slug: initech
    name: Initech
    workspaces:
      - { slug: reports, name: Reports }
policy:
  max_days: 730
  default_days: 30
  member_scopes: ['*:read', 'tracker:*', 'documents:write', 'drive:write', 'calendar:write', upload]
`
