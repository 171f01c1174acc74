/** A function of C. Integers and addresses are numbers, 0 is the null pointer, sizes are in octets. */
type Call = (...parameters: readonly number[]) => number;
/** Finds one by its declaration; `ptr` stands for any pointer. */
type Declare = (result: string, name: string, parameters: string) => Call;

/** What media need of the C library and of OpenSSL, which the runtime carries and exports. */
export type Foreign = Awaited<ReturnType<typeof load>>;

/** Structures are laid out here as 64-bit Linux has them, octets in little-endian order. */
const PLATFORMS = new Set(['linux-x64', 'linux-arm64']);

/** @throws UnsupportedSystem where the platform is another, or the runtime lacks one of the functions */
export async function loadForeign(): Promise<Foreign> {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.has(platform))
    throw new UnsupportedSystem(`Media need 64-bit Linux, and this is ${platform}.`);
  try {
    return await load();
  } catch (error) {
    throw new UnsupportedSystem('This Node.js does not export what media need.', { cause: error });
  }
}

class UnsupportedSystem extends Error {
  override readonly name = 'UnsupportedSystem';
  readonly code = 'unsupported_system';
}

async function load() {
  const { default: koffi } = await import('koffi');
  const self = koffi.load(null);
  // Addresses as plain integers: koffi passes them as they are, in half the time of its pointers.
  const call: Declare = (result, name, parameters) => {
    const declaration = `${result} ${name}(${parameters})`;
    return self.func(declaration.replaceAll(/\bptr\b/g, 'uintptr_t'));
  };
  const verifier = koffi.pointer(koffi.proto('int VerifyCallback(int, uintptr_t)'));
  return {
    /** Of the last call that failed. */
    errno: () => koffi.errno(),
    addressOf: (bytes: Uint8Array) => Number(koffi.address(bytes)),
    /** The address of a callback that takes every certificate. */
    takeAnyCertificate: Number(koffi.register(() => 1, verifier)),
    ...systemCalls(call),
    ...dtlsCalls(call),
    ...cipherCalls(call),
  };
}

function systemCalls(call: Declare) {
  return {
    memcpy: call('ptr', 'memcpy', 'ptr, ptr, size_t'),
    socket: call('int', 'socket', 'int, int, int'),
    setsockopt: call('int', 'setsockopt', 'int, int, int, ptr, uint32_t'),
    bind: call('int', 'bind', 'int, ptr, uint32_t'),
    getsockname: call('int', 'getsockname', 'int, ptr, ptr'),
    recvmmsg: call('int', 'recvmmsg', 'int, ptr, unsigned int, int, ptr'),
    sendmmsg: call('int', 'sendmmsg', 'int, ptr, unsigned int, int'),
    sendto: call('long', 'sendto', 'int, ptr, size_t, int, ptr, uint32_t'),
    epoll_create1: call('int', 'epoll_create1', 'int'),
    epoll_ctl: call('int', 'epoll_ctl', 'int, int, int, ptr'),
    epoll_wait: call('int', 'epoll_wait', 'int, ptr, int, int'),
    poll: call('int', 'poll', 'ptr, unsigned long, int'),
    close: call('int', 'close', 'int'),
  };
}

function dtlsCalls(call: Declare) {
  return {
    ERR_clear_error: call('void', 'ERR_clear_error', 'void'),
    DTLS_method: call('ptr', 'DTLS_method', 'void'),
    SSL_CTX_new: call('ptr', 'SSL_CTX_new', 'ptr'),
    SSL_CTX_free: call('void', 'SSL_CTX_free', 'ptr'),
    SSL_CTX_ctrl: call('long', 'SSL_CTX_ctrl', 'ptr, int, long, ptr'),
    SSL_CTX_set_options: call('uint64_t', 'SSL_CTX_set_options', 'ptr, uint64_t'),
    SSL_CTX_set_verify: call('void', 'SSL_CTX_set_verify', 'ptr, int, ptr'),
    SSL_CTX_use_certificate_ASN1: call('int', 'SSL_CTX_use_certificate_ASN1', 'ptr, int, ptr'),
    SSL_CTX_use_PrivateKey_ASN1: call('int', 'SSL_CTX_use_PrivateKey_ASN1', 'int, ptr, ptr, long'),
    SSL_CTX_set_cipher_list: call('int', 'SSL_CTX_set_cipher_list', 'ptr, ptr'),
    SSL_CTX_set_tlsext_use_srtp: call('int', 'SSL_CTX_set_tlsext_use_srtp', 'ptr, ptr'),
    SSL_new: call('ptr', 'SSL_new', 'ptr'),
    SSL_free: call('void', 'SSL_free', 'ptr'),
    SSL_ctrl: call('long', 'SSL_ctrl', 'ptr, int, long, ptr'),
    SSL_set_bio: call('void', 'SSL_set_bio', 'ptr, ptr, ptr'),
    SSL_set_accept_state: call('void', 'SSL_set_accept_state', 'ptr'),
    SSL_set_connect_state: call('void', 'SSL_set_connect_state', 'ptr'),
    SSL_do_handshake: call('int', 'SSL_do_handshake', 'ptr'),
    SSL_read: call('int', 'SSL_read', 'ptr, ptr, int'),
    SSL_shutdown: call('int', 'SSL_shutdown', 'ptr'),
    SSL_get_error: call('int', 'SSL_get_error', 'ptr, int'),
    SSL_get_selected_srtp_profile: call('ptr', 'SSL_get_selected_srtp_profile', 'ptr'),
    SSL_export_keying_material: call(
      'int',
      'SSL_export_keying_material',
      'ptr, ptr, size_t, ptr, size_t, ptr, size_t, int',
    ),
    SSL_get1_peer_certificate: call('ptr', 'SSL_get1_peer_certificate', 'ptr'),
    i2d_X509: call('int', 'i2d_X509', 'ptr, ptr'),
    X509_free: call('void', 'X509_free', 'ptr'),
    BIO_s_dgram_mem: call('ptr', 'BIO_s_dgram_mem', 'void'),
    BIO_new: call('ptr', 'BIO_new', 'ptr'),
    BIO_read: call('int', 'BIO_read', 'ptr, ptr, int'),
    BIO_write: call('int', 'BIO_write', 'ptr, ptr, int'),
  };
}

function cipherCalls(call: Declare) {
  return {
    EVP_aes_128_gcm: call('ptr', 'EVP_aes_128_gcm', 'void'),
    EVP_aes_128_ctr: call('ptr', 'EVP_aes_128_ctr', 'void'),
    EVP_sha1: call('ptr', 'EVP_sha1', 'void'),
    EVP_CIPHER_CTX_new: call('ptr', 'EVP_CIPHER_CTX_new', 'void'),
    EVP_CIPHER_CTX_free: call('void', 'EVP_CIPHER_CTX_free', 'ptr'),
    EVP_CIPHER_CTX_ctrl: call('int', 'EVP_CIPHER_CTX_ctrl', 'ptr, int, int, ptr'),
    EVP_CipherInit_ex: call('int', 'EVP_CipherInit_ex', 'ptr, ptr, ptr, ptr, ptr, int'),
    EVP_CipherUpdate: call('int', 'EVP_CipherUpdate', 'ptr, ptr, ptr, ptr, int'),
    EVP_CipherFinal_ex: call('int', 'EVP_CipherFinal_ex', 'ptr, ptr, ptr'),
    HMAC_CTX_new: call('ptr', 'HMAC_CTX_new', 'void'),
    HMAC_CTX_free: call('void', 'HMAC_CTX_free', 'ptr'),
    HMAC_Init_ex: call('int', 'HMAC_Init_ex', 'ptr, ptr, int, ptr, ptr'),
    HMAC_Update: call('int', 'HMAC_Update', 'ptr, ptr, size_t'),
    HMAC_Final: call('int', 'HMAC_Final', 'ptr, ptr, ptr'),
  };
}
