export { bytesField, certificateField, rotatingSecretField, secretField } from './fields.ts'
export { ConfigError, type Problem } from './problem.ts'
