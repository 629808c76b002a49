import type { Page } from '../../page.ts'
import { addModuleForm, addModulePage } from './add-module.ts'
import { cataloguePage } from './catalogue.ts'
import { changeModuleForm, changeModulePage } from './change-module.ts'
import { changeServerForm, changeServerPage } from './change-server.ts'
import { registerServerForm, registerServerPage } from './register-server.ts'
import { removeModuleForm, removeModulePage } from './remove-module.ts'
import { serverPage, serverSecretPages } from './server.ts'
import { disableServerForm, disableServerPage, enableServerForm } from './switch-server.ts'

export const CATALOGUE_PAGES: readonly Page[] = [
  cataloguePage,
  addModulePage,
  addModuleForm,
  changeModulePage,
  changeModuleForm,
  removeModulePage,
  removeModuleForm,
  registerServerPage,
  registerServerForm,
  serverPage,
  changeServerPage,
  changeServerForm,
  ...serverSecretPages,
  disableServerPage,
  disableServerForm,
  enableServerForm,
]
