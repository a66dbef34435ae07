export { bytesField, certificateField, doubtsField, passes, rotatingSecretField, secretField } from './fields.ts'
export { configJsonSchema, type NamedPlugin } from './json-schema.ts'
export { ConfigError, type Problem } from './problem.ts'
