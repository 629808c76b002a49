export const CATALOGUE = '/admin/catalogue'
export const SERVERS = `${CATALOGUE}/resource-servers`

export const moduleHref = (name: string): string => `${CATALOGUE}/modules/${name}`

export const serverHref = (clientId: string): string => `${SERVERS}/${clientId}`
