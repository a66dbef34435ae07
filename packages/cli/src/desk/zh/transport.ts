import type { Twin } from './pattern.ts'

/** The way to the wallet, and the merchant's client certificate: packages/transport. */
export const TRANSPORT: readonly Twin[] = [
  // failure
  ['the request may have arrived', '请求可能已经到达'],
  ['nothing of the request was sent', '请求没有发出'],
  ['the connection was refused; is the address right and the server up?', '连接被拒绝；请检查地址是否正确、服务是否启动'],
  ['the host name was not found; check the name and the DNS of this machine', '找不到主机名；请检查名称和本机的 DNS'],
  ['no route to the host; check network and firewall', '无法到达主机；请检查网络和防火墙'],
  ['no connection in time; check network, firewall and proxy', '连接超时；请检查网络、防火墙和代理'],
  [
    'the proxy did not open a tunnel; check `proxy` and what it allows',
    '代理没有打开隧道；请检查 `proxy` 以及代理允许访问的地址',
  ],
  [
    "the server refused our TLS client certificate; check that it is this merchant's, valid, and activated",
    '服务器拒绝了我方的 TLS 客户端证书；请检查它是否属于该商户、是否有效、是否已启用',
  ],
  [
    "the server's certificate is for another host name; check the address, and that nobody sits in between",
    '服务器证书属于另一个主机名；请检查地址，并确认途中没有他人截取',
  ],
  [
    "the server's certificate is not trusted; for a sandbox set `ca` to its authority, otherwise check who sits in between",
    '服务器证书不受信任；沙箱请把 `ca` 设为它的颁发机构，否则请检查途中是否有他人截取',
  ],
  ['the TLS handshake failed; does the address speak https?', 'TLS 握手失败；请检查该地址是否为 https'],
  ['the headers of the answer are too large; expected at most 16 kB', '应答的头部过大；最多 16 kB'],
  ['the answer is not HTTP; does the address lead to the wallet?', '应答不是 HTTP；请检查该地址是否为钱包'],
  [
    'the request cannot be written as HTTP; expected plain ASCII in path and headers',
    '请求无法写成 HTTP；路径和头部只能用 ASCII 字符',
  ],
  ['the connection broke before the answer was complete', '应答未收完，连接就中断了'],
  ['the call failed', '调用失败'],
  // call
  ['the answer is too large: expected at most {most:word} bytes, found more', '应答过大：最多 {most} 字节'],
  ['no {what*} within {time:word} ms', '{time} 毫秒内{what}'],
  ['complete answer', '没有收到完整的应答'],
  ['connection', '没有连上'],
  ['expected an HTTP answer, found a change to another protocol (101)', '应为 HTTP 应答，对方却切换到其他协议（101）'],
  // admit
  ['{call*}: the caller gave up before the call began; nothing was sent', '{call}：调用开始之前调用方就已放弃；没有发出任何请求'],
  [
    "{call*}: this call needs the merchant's client certificate (商户证书); set it on the account",
    '{call}：此调用需要商户的客户端证书（商户证书）；请在账户上设置',
  ],
  [
    "{call*}: a client certificate needs https; let endpoints lead to the sandbox's https port",
    '{call}：使用客户端证书必须走 https；请让 endpoints 指向沙箱的 https 端口',
  ],
  // routes
  ['{call*} (through the proxy {proxy:word})', '{call}（经代理 {proxy}）'],
  ['{call*} (sent to {address:word})', '{call}（发往 {address}）'],
  [
    'endpoints: expected one of {origins} as name, found {found:word}; correct the name',
    'endpoints：名称应为以下之一：{origins}，实为 {found}；请改正',
  ],
  [
    'endpoints: expected {origins} as well, found none; those calls would go to the real wallet',
    'endpoints：还应写 {origins}，实际没有；否则这些请求会发往真正的钱包',
  ],
  ['endpoints of {origin:word}', 'endpoints 中的 {origin}'],
  [
    '{field?}: expected an origin such as {form*} without path, query or user; correct the setting',
    '{field}：应为 {form} 这样的地址，不带路径、查询串和用户名；请改正',
  ],
  // agents
  [
    'ca: found without endpoints, so it would vouch for nothing; it is for a sandbox only. Set endpoints too, or leave ca out; a company-wide authority belongs into NODE_EXTRA_CA_CERTS',
    'ca：没有 endpoints，写了也不起作用；它只用于沙箱。请同时设置 endpoints，或去掉 ca；公司内部的颁发机构请放进 NODE_EXTRA_CA_CERTS',
  ],
  [
    'ca: cannot be read; expected the PEM text of an authority, which starts with -----BEGIN CERTIFICATE-----',
    'ca：无法读取；应为颁发机构的 PEM 文本，以 -----BEGIN CERTIFICATE----- 开头',
  ],
  [
    'proxy: expected http://host:port without user, password or path; correct the setting',
    'proxy：应为 http://host:port，不带用户名、密码和路径；请改正',
  ],
  ['This connection was closed; nothing was sent', '连接已关闭；没有发出任何请求'],
  // identity
  ['Client certificate: {reason*}', '客户端证书：{reason}'],
  [
    'the key does not belong to the certificate; expected the two files that were issued together',
    '私钥与证书不匹配；应使用同时颁发的两个文件',
  ],
  [
    'cert cannot be read; expected a PEM text that starts with -----BEGIN CERTIFICATE----- (apiclient_cert.pem)',
    'cert 无法读取；应为以 -----BEGIN CERTIFICATE----- 开头的 PEM 文本（apiclient_cert.pem）',
  ],
  [
    'key cannot be read; expected a PEM text that starts with -----BEGIN PRIVATE KEY----- (apiclient_key.pem); where it is protected by a passphrase, take that off with openssl pkey -in apiclient_key.pem -out key.pem',
    'key 无法读取；应为以 -----BEGIN PRIVATE KEY----- 开头的 PEM 文本（apiclient_key.pem）；如有口令保护，请用 openssl pkey -in apiclient_key.pem -out key.pem 去掉',
  ],
  [
    'the .p12 file holds no certificate with its key; export it again with both',
    '.p12 文件中没有证书及其私钥；请连同两者重新导出',
  ],
  [
    'the .p12 file is locked with an old cipher (RC2-40) that OpenSSL 3 no longer opens. Use the PEM pair apiclient_cert.pem and apiclient_key.pem that the platform ships beside it (kind: pem), or convert the file once: openssl pkcs12 -legacy -in apiclient_cert.p12 -clcerts -nokeys -out apiclient_cert.pem; openssl pkcs12 -legacy -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem',
    '.p12 文件使用旧的加密算法（RC2-40），OpenSSL 3 已无法打开。请使用平台同时提供的 PEM 文件 apiclient_cert.pem 和 apiclient_key.pem（kind: pem），或转换一次：openssl pkcs12 -legacy -in apiclient_cert.p12 -clcerts -nokeys -out apiclient_cert.pem；openssl pkcs12 -legacy -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem',
  ],
  [
    'the passphrase does not open the .p12 file; most platforms set it to the merchant id (商户号)',
    '口令打不开 .p12 文件；多数平台以商户号为口令',
  ],
  [
    'the .p12 file cannot be read; expected the binary file as the platform issued it, not its PEM or base64 text',
    '.p12 文件无法读取；应为平台颁发的二进制文件，不是 PEM 或 base64 文本',
  ],
  ['the certificate expired on {day:word}; download a new one from the platform', '证书已于 {day} 过期；请从商户平台下载新证书'],
  [
    "the certificate is valid from {from:word} and today is {today:word}; check this machine's clock",
    '证书自 {from} 起有效，而今天是 {today}；请检查本机时钟',
  ],
]
