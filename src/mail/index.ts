export { welcomeLink } from './compose.ts'
export { createMail, type Mail, NO_MAIL } from './mail.ts'
export type { Announce } from './news.ts'
export { verifyMailServer } from './smtp.ts'
