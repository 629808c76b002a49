import type { Page } from '../page.ts'
import {
  changeMemberForm,
  changeWorkspaceMemberForm,
  memberPage,
  removeMemberForm,
  removeWorkspaceMemberForm,
  workspaceMemberPage,
} from './member.ts'
import { addMemberForm, addWorkspaceMemberForm, membersPage } from './members.ts'
import { organizationsPage } from './mine.ts'
import {
  disableServiceAccountForm,
  disableServiceAccountPage,
  enableServiceAccountForm,
  serviceAccountPage,
} from './service-account.ts'
import { createServiceAccountForm, serviceAccountsPage } from './service-accounts.ts'
import { organizationPage } from './tokens.ts'
import { workspacePage } from './workspace.ts'
import { createWorkspaceForm, workspacesPage } from './workspaces.ts'

/** An organization's pages for the people in it. */
export const ORGANIZATION_PAGES: readonly Page[] = [
  organizationsPage,
  organizationPage,
  membersPage,
  addMemberForm,
  memberPage,
  changeMemberForm,
  removeMemberForm,
  workspacesPage,
  createWorkspaceForm,
  workspacePage,
  addWorkspaceMemberForm,
  workspaceMemberPage,
  changeWorkspaceMemberForm,
  removeWorkspaceMemberForm,
  serviceAccountsPage,
  createServiceAccountForm,
  serviceAccountPage,
  disableServiceAccountPage,
  disableServiceAccountForm,
  enableServiceAccountForm,
]
