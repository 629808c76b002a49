/** Why an introspection was answered with "inactive", in words that tell an administrator where to look. */
const WORDS: Readonly<Record<string, string>> = {
  malformed: 'Not a token: a typing error or a guess',
  unknown: 'No such token',
  expired: 'Expired',
  revoked: 'Revoked',
  rotated: 'Replaced by a newer secret',
  policy: 'Ended by the policy',
  account_disabled: 'Account disabled',
  role_lost: 'Nobody answers for it there',
  organization_disabled: 'Organization disabled',
  workspace_disabled: 'Workspace disabled',
  disabled: 'Its account or application is disabled',
  audience: 'Meant for another resource server',
  address: 'From outside its networks',
}

export function reasonInWords(reason: string): string {
  const plain = reason.replaceAll('_', ' ')
  return WORDS[reason] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
