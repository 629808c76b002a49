import type { Page } from '../../page.ts'
import { addMemberPages } from './add-member.ts'
import { changePlacePages } from './change.ts'
import { createOrganizationForm, createOrganizationPage } from './create.ts'
import { createInsidePages } from './create-inside.ts'
import { memberPlacePages } from './member.ts'
import { organizationPage } from './organization.ts'
import { organizationsPage } from './organizations.ts'
import { organizationPolicyForm, organizationPolicyPage } from './policy.ts'
import { switchPlacePages } from './switch.ts'
import { workspacePage } from './workspace.ts'

/** In the order in which paths are matched: `new` comes before what has an id or a slug. */
export const ORGANIZATION_PAGES: readonly Page[] = [
  organizationsPage,
  createOrganizationPage,
  createOrganizationForm,
  organizationPage,
  ...createInsidePages,
  workspacePage,
  ...changePlacePages,
  ...switchPlacePages,
  ...addMemberPages,
  ...memberPlacePages,
  organizationPolicyPage,
  organizationPolicyForm,
]
