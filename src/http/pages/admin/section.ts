/** The entries of the console's navigation; a view names its own as `console`. */
export type Section =
  | 'overview'
  | 'accounts'
  | 'tokens'
  | 'organizations'
  | 'catalogue'
  | 'clients'
  | 'webhooks'
  | 'policy'
  | 'audit'
