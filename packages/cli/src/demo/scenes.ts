/** How the payer of the demo may pay. */
export const DEMO_SCENES = ['native', 'jsapi', 'micropay'] as const
export type DemoScene = (typeof DEMO_SCENES)[number]

/** What the demo tells. */
export const DEMO_STORIES = ['usual', 'double'] as const
export type DemoStory = (typeof DEMO_STORIES)[number]
