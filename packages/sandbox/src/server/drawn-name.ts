/** Of a merchant whom nobody named: statements and answers have one name, the phone shows its reader's half. */
export const DRAWN_NAME = { en: 'Sandbox shop', zh: '沙箱小店' } as const
