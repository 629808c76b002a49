import type { Page } from '../page.ts'
import { auditPage } from './audit/audit.ts'
import { auditCsvExport, auditJsonExport } from './audit/export.ts'
import { overviewPage } from './overview/overview.ts'

/** The console, in the order in which paths are matched: a fixed word comes before any id. */
export const ADMIN_PAGES: readonly Page[] = [overviewPage, auditPage, auditCsvExport, auditJsonExport]
