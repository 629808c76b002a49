export { type Client, INTERNAL_CLIENT_ID, isClientSecret } from './client.ts'
export { clientEntity } from './client-entity.ts'
export { type Clients, createClients } from './clients.ts'
export { registerClient } from './register.ts'
