import { type Entered, organizationHref } from './enter.ts'

export type Tab = 'tokens' | 'members' | 'workspaces' | 'service-accounts'

/** What `organizations/head` shows above every page of an organization. */
export function viewHead(entered: Entered, current: Tab) {
  const { organization } = entered
  const href = organizationHref(organization)
  return {
    name: organization.name,
    role: roleInWords(entered),
    isDisabled: organization.disabledAt !== null,
    tabs: listTabs(entered).map(({ tab, label }) => ({
      label,
      href: tab === 'tokens' ? href : `${href}/${tab}`,
      isCurrent: tab === current,
    })),
  }
}

function listTabs({ may }: Entered): { tab: Tab; label: string }[] {
  return [
    ...(may('organization.see_tokens') ? [{ tab: 'tokens' as const, label: 'Tokens' }] : []),
    { tab: 'members', label: 'Members' },
    { tab: 'workspaces', label: 'Workspaces' },
    ...(may('organization.manage_service_accounts')
      ? [{ tab: 'service-accounts' as const, label: 'Service accounts' }]
      : []),
  ]
}

function roleInWords({ standings }: Entered): string {
  if (standings.includes('organization_admin')) return 'You are an administrator here.'
  if (standings.includes('organization_member')) return 'You are a member here.'
  return 'You see this as an administrator of this server.'
}
