export { createServer, type PatmintServer } from './server.ts'
