import type { Twin } from './pattern.ts'

/** Single fields of a configuration, keys, files and plugins: core/src/config/{fields,file-schema}.ts, core/src/secret.ts, core/src/system. */
export const FIELDS: readonly Twin[] = [
  ['cannot be read', '无法读取'],
  [
    'expected a key, or a list of keys (a rotation), as text; write digits in quotes',
    '应为一个密钥，或密钥列表（轮换），类型为文本；纯数字请加引号',
  ],
  [
    'expected a PEM certificate ("-----BEGIN CERTIFICATE-----" …); use file:path',
    '应为 PEM 证书（“-----BEGIN CERTIFICATE-----” …）；请使用 file:path',
  ],
  ['expected a binary file; use file:path', '应为二进制文件；请使用 file:path'],
  ['expected an origin such as "https://host:port", without a path', '应为 “https://host:port” 这样的地址，不带路径'],
  [
    'expected a name of lower-case letters, digits and "-", 64 at most; rename it',
    '名称只能含小写字母、数字和 “-”，最多 64 个字符；请改名',
  ],
  ['expected a plugin package or a path, found an empty text', '应为插件包名或路径，实为空文本'],
  [
    'expected a forward proxy such as "http://host:port", without user or password',
    '应为 “http://host:port” 这样的正向代理，不带用户名和密码',
  ],
  ['expected a whole number as weight', '权重应为整数'],
  ['expected a weight of at least 1', '权重至少为 1'],
  ['expected at least one account, such as { qq-a: 9, qq-b: 1 }', '至少应有一个账户，例如 { qq-a: 9, qq-b: 1 }'],
  [
    'expected the name of an account, or accounts with weights such as { qq-a: 9, qq-b: 1 }',
    '应为账户名称，或带权重的多个账户，例如 { qq-a: 9, qq-b: 1 }',
  ],
  ['expected a whole number of minor units (分)', '应为整数，单位为分'],
  ['expected an amount from 0', '金额不应小于 0'],
  ['expected at least one scene', '至少应有一个场景'],
  ['expected at least one rule, such as { use: qq-main }', '至少应有一条规则，例如 { use: qq-main }'],
  ['expected either "use" or "rules" beside merchant', '与 merchant 一起应写 “use” 或 “rules”，二者只选其一'],
  [
    'expected the name of an account, a list of rules, or { merchant, use } or { merchant, rules }',
    '应为账户名称、规则列表，或 { merchant, use }、{ merchant, rules }',
  ],
  [
    'expected at least one account, found none; write one (tpkit init does)',
    '至少应有一个账户，实际没有；请写一个（tpkit init 可以生成）',
  ],
  // secret
  ['{field:word}: expected a key, found an empty value; set it before starting', '{field}：应为密钥，实为空值；请在启动前设置'],
  ['{field:word}: expected a key, found a placeholder; put the real one in', '{field}：应为密钥，实为占位符；请填入真正的密钥'],
  [
    '{field:word}: expected at least {least:word} characters, found {found:word}; check that it was copied whole',
    '{field}：至少应有 {least} 个字符，实有 {found} 个；请检查是否复制完整',
  ],
  // secrets and files
  [
    'env:{variable:word}: expected the environment variable {name:word}, found it {state*}; set it',
    'env:{variable}：需要环境变量 {name}，但{state}；请设置',
  ],
  ['empty', '它是空的'],
  ['missing', '未设置'],
  [
    '{file}: expected UTF-8 text, found other bytes (GBK or UTF-16, perhaps); save it as UTF-8',
    '{file}：应为 UTF-8 文本，却有其他字节（可能是 GBK 或 UTF-16）；请另存为 UTF-8',
  ],
  ['that path', '该路径'],
  ['a folder', '文件夹'],
  ['no ordinary file', '非普通文件'],
  ['more than {bytes:word} bytes', '超过 {bytes} 字节'],
  [
    '{reference}: expected a readable file at {path}, found {code*}; check the path and who may read it',
    '{reference}：应有可读的文件 {path}，实际{code}；请检查路径和读取权限',
  ],
  [
    '{reference}: expected a readable file at {path}, found {code?}; check the path and who may read it',
    '{reference}：应有可读的文件 {path}，实际 {code}；请检查路径和读取权限',
  ],
  ['unknown error', '未知错误'],
  [
    "{reference}: expected a file that its owner alone may read, found {who*}; chmod 600 it (Kubernetes: defaultMode: 0400 at the secret's volume)",
    '{reference}：文件应只允许所有者读取，而{who}；请 chmod 600（Kubernetes：在 secret 卷上设 defaultMode: 0400）',
  ],
  ['everybody on this machine may {do*} it (mode {mode:word})', '本机任何人都可{do}（权限 {mode}）'],
  ['read', '读取'],
  ['change', '修改'],
  ['its group may change it (mode {mode:word})', '同组用户可修改（权限 {mode}）'],
  ['expected a reference env:NAME or file:path, found the kind "{kind}"', '应为引用 env:NAME 或 file:path，实为 “{kind}” 类型'],
  [
    '{file}: expected a file that ends in {endings}, found {ending?}; rename it',
    '{file}：文件扩展名应为 {endings}，实为{ending}；请改名',
  ],
  [
    '{file}: expected the configuration as default export, or a function that gives it, found none; write "export default { accounts: … }"',
    '{file}：默认导出应为配置，或返回配置的函数，实际没有；请写 “export default { accounts: … }”',
  ],
  [
    '{file}: expected a module that loads, found that it fails: {error:any}; run it by itself to see where',
    '{file}：模块应能加载，却出错：{error}；请单独运行它，看错在哪里',
  ],
  [
    '{file}: expected a module that loads, found that it fails there: {error:any}; mend that line',
    '{file}：模块应能加载，却在此处出错：{error}；请改正这一行',
  ],
  ['{file}: expected a file, found a folder; name the file in it', '{file}：应为文件，却是目录；请写出其中的文件名'],
  // plugins
  [
    "expected a plugin's file at {path}, found none; the path starts at {base}",
    '应有插件文件 {path}，实际没有；路径从 {base} 算起',
  ],
  ['expected an installed package, found none named "{name}"; {cure*}', '应为已安装的包，但找不到 “{name}”；{cure}'],
  ['npm install it in {folder}', '请在 {folder} 中用 npm install 安装'],
  ['did you mean "{meant}"? Else npm install it in {folder}', '是否想写 “{meant}”？否则请在 {folder} 中用 npm install 安装'],
]
