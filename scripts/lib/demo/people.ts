/** The one who is shown around as an administrator, and the one who is shown around as a member. */
export const ADMIN = 'ada@example.com'
export const MEMBER = 'linus@example.com'

/** Everybody's, in the demonstration. */
export const PASSWORD = 'a long walk by the sea'

type Person = {
  readonly name: string
  readonly organization?: 'acme' | 'globex' | 'initech'
  readonly workspace?: string
  /** An administrator of the workspace, or of the organization where no workspace is named. */
  readonly isAdmin?: true
  readonly disabledDaysAgo?: number
}

const PEOPLE: readonly Person[] = [
  { name: 'Ada Lovelace', organization: 'acme', isAdmin: true },
  { name: 'Grace Hopper', organization: 'globex', isAdmin: true },
  { name: 'Linus Pauling', organization: 'acme', workspace: 'web', isAdmin: true },
  { name: 'Alan Turing', organization: 'acme', workspace: 'web' },
  { name: 'Barbara Liskov', organization: 'acme', workspace: 'web', isAdmin: true },
  { name: 'Charles Babbage', organization: 'acme', workspace: 'web', disabledDaysAgo: 21 },
  { name: 'Dorothy Vaughan', organization: 'acme', workspace: 'mobile', isAdmin: true },
  { name: 'Edsger Dijkstra', organization: 'acme', workspace: 'mobile' },
  { name: 'Frances Allen', organization: 'acme', workspace: 'mobile' },
  { name: 'George Boole', organization: 'acme', workspace: 'data', isAdmin: true },
  { name: 'Hedy Lamarr', organization: 'acme', workspace: 'data' },
  { name: 'Ivan Sutherland', organization: 'acme', workspace: 'data' },
  { name: 'Joan Clarke', organization: 'acme' },
  { name: 'Katherine Johnson', organization: 'globex', workspace: 'research', isAdmin: true },
  { name: 'Leslie Lamport', organization: 'globex', workspace: 'research' },
  { name: 'Margaret Hamilton', organization: 'globex', workspace: 'research' },
  { name: 'Niklaus Wirth', organization: 'globex', workspace: 'operations', isAdmin: true },
  { name: 'Ole-Johan Dahl', organization: 'globex', workspace: 'operations' },
  { name: 'Peter Naur', organization: 'globex', workspace: 'operations', disabledDaysAgo: 64 },
  { name: 'Radia Perlman', organization: 'globex' },
  { name: 'Stephen Cook', organization: 'initech', isAdmin: true },
  { name: 'Tony Hoare', organization: 'initech' },
  { name: 'Ursula Martin' },
  { name: 'Vinton Cerf' },
  { name: 'Whitfield Diffie' },
  { name: 'Xavier Leroy' },
  { name: 'Yuri Gurevich' },
  { name: 'Zhenan Bao' },
  { name: 'Annie Easley' },
  { name: 'Butler Lampson', disabledDaysAgo: 3 },
  { name: 'Carol Shaw' },
  { name: 'Donald Knuth' },
  { name: 'Évariste Galois' },
]

/** Invited so many days ago, and have not chosen a password: the last one's link has expired. */
export const INVITED = [
  { name: 'Fernando Corbató', daysAgo: 0.2 },
  { name: 'Gladys West', daysAgo: 2 },
  { name: 'Herman Hollerith', daysAgo: 19 },
]

export const SERVICE_ACCOUNTS = [
  { name: 'Release robot', organization: 'acme' },
  { name: 'Nightly backup', organization: 'acme' },
  { name: 'Support agent', organization: 'acme' },
  { name: 'Lab importer', organization: 'globex' },
] as const

/** `évariste` and `ole-johan` as addresses. */
export const addressOf = (name: string): string => {
  const first = name.split(' ')[0] ?? name
  return `${first
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()}@example.com`
}

export const people = PEOPLE.map((person) => ({ ...person, email: addressOf(person.name) }))
