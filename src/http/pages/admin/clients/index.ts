import type { Page } from '../../page.ts'
import { changeClientForm, changeClientPage } from './change.ts'
import { clientPage, clientSecretPages } from './client.ts'
import { clientsPage } from './clients.ts'
import { generationOffForm, generationOffPage, generationOnForm } from './generation.ts'
import { registerClientForm, registerClientPage } from './register.ts'
import { disableClientForm, disableClientPage, enableClientForm } from './switch.ts'

export const CLIENT_PAGES: readonly Page[] = [
  clientsPage,
  generationOffPage,
  generationOffForm,
  generationOnForm,
  registerClientPage,
  registerClientForm,
  clientPage,
  changeClientPage,
  changeClientForm,
  ...clientSecretPages,
  disableClientPage,
  disableClientForm,
  enableClientForm,
]
