/** The groups of operations, in the order of the documentation: one page each. */
export const TAGS = {
  Authentication: 'Whose token it is that you hold, and what it may do.',
  Tokens:
    'Generate, list, edit, rotate and revoke personal access tokens: your own, and those of places that you administer.',
  'Leaked tokens': 'Ends tokens that were found in public.',
  Organizations: 'Organizations, their workspaces, who is in them, and their service accounts.',
  Accounts: 'People and service accounts, for administrators; tokens issued for them.',
  'All tokens': 'Every token there is, for administrators.',
  'All organizations': 'Every organization and workspace there is, for administrators.',
  Catalogue: 'Modules, and the resource servers that serve them, for administrators.',
  Clients: 'OAuth clients, for administrators.',
  Policy: 'What tokens may be, for administrators.',
  'Audit events': 'Who did what, for administrators.',
  Webhooks: 'Who is told when tokens come and go, for administrators.',
} as const satisfies Record<string, string>

export type Tag = keyof typeof TAGS
