import type { Page } from '../page.ts'
import { accountPage } from './accounts/details.ts'
import { endSessionsForm } from './accounts/end-sessions.ts'
import { inviteForm, invitePage } from './accounts/invite.ts'
import { issueForm, issuePage } from './accounts/issue.ts'
import { linkPage } from './accounts/link.ts'
import { accountsPage } from './accounts/list.ts'
import { passwordLinkForm, passwordLinkPage } from './accounts/password-link.ts'
import { roleForm, rolePage } from './accounts/role.ts'
import { disableForm, disablePage, enableForm, enablePage } from './accounts/switch.ts'
import { auditPage } from './audit/audit.ts'
import { auditCsvExport, auditJsonExport } from './audit/export.ts'
import { CATALOGUE_PAGES } from './catalogue/index.ts'
import { CLIENT_PAGES } from './clients/index.ts'
import { ORGANIZATION_PAGES } from './organizations/index.ts'
import { overviewPage } from './overview/overview.ts'
import { policyForm, policyPage } from './policy/policy.ts'
import { adminTokenPage, issuedSecretPage } from './tokens/details.ts'
import { adminTokensPage } from './tokens/list.ts'
import { rateLimitForm, rateLimitPage } from './tokens/rate-limit.ts'
import { adminRevokeForm, adminRevokePage } from './tokens/revoke.ts'
import { revokeSelectionForm, revokeSelectionPage } from './tokens/revoke-selection.ts'
import { WEBHOOK_PAGES } from './webhooks/index.ts'

/** The console, in the order in which paths are matched: a fixed word comes before any id. */
export const ADMIN_PAGES: readonly Page[] = [
  overviewPage,
  accountsPage,
  invitePage,
  inviteForm,
  accountPage,
  linkPage,
  passwordLinkPage,
  passwordLinkForm,
  rolePage,
  roleForm,
  disablePage,
  disableForm,
  enablePage,
  enableForm,
  endSessionsForm,
  issuePage,
  issueForm,
  adminTokensPage,
  revokeSelectionPage,
  revokeSelectionForm,
  adminTokenPage,
  issuedSecretPage,
  adminRevokePage,
  adminRevokeForm,
  rateLimitPage,
  rateLimitForm,
  ...ORGANIZATION_PAGES,
  ...CATALOGUE_PAGES,
  ...CLIENT_PAGES,
  ...WEBHOOK_PAGES,
  policyPage,
  policyForm,
  auditPage,
  auditCsvExport,
  auditJsonExport,
]
