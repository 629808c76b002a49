/** Why an introspection was answered with "inactive", in words that tell an administrator where to look. */
const WORDS: Readonly<Record<string, string>> = {
  malformed: 'Not a token: a typing error or a guess',
  unknown: 'No such token',
  expired: 'Expired',
  revoked: 'Revoked',
  rotated: 'Replaced by a newer secret',
  disabled: 'Account disabled',
  account_disabled: 'Account disabled',
  role_lost: 'Its maker is no longer an administrator there',
  organization_disabled: 'Organization disabled',
  workspace_disabled: 'Workspace disabled',
  audience: 'Meant for another resource server',
  other_audience: 'Meant for another resource server',
  wrong_audience: 'Meant for another resource server',
  not_for_caller: 'Meant for another resource server',
  address: 'From outside its networks',
  network: 'From outside its networks',
  networks: 'From outside its networks',
  no_address: 'No address was passed for a token with networks',
  idle: 'Unused for longer than the policy allows',
  lifetime: 'Older than the policy allows',
  policy: 'No longer within the policy',
  no_scopes: 'None of its scopes is left',
}

export function reasonInWords(reason: string): string {
  const plain = reason.replaceAll('_', ' ')
  return WORDS[reason] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
