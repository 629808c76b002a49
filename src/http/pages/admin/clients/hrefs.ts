export const CLIENTS = '/admin/clients'

export const clientHref = (id: string): string => `${CLIENTS}/${id}`
