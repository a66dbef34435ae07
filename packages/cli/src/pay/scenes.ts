/** Every scene, in the order of the glossary; a wallet has some of them. */
export const SCENES = ['native', 'micropay', 'jsapi', 'mini', 'app', 'h5', 'page'] as const
