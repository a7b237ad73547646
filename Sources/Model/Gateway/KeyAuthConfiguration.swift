/// The `key-auth` plugin: who calls is the consumer whose key comes with the request.
package struct KeyAuthConfiguration: Codable, Equatable, Sendable {
    /// Where keys are looked for, in order; header names and query parameters alike.
    package var keyNames = ["apikey"]
    package var inHeader = true
    package var inQuery = true
    /// Whether the upstream sees no keys.
    package var hidesCredentials = true
    /// The id or user name of the consumer that callers without a valid key count as; nil refuses them.
    package var anonymous: String?
    /// When false, every `OPTIONS` passes without a key.
    package var runsOnPreflight = true
    package var realm: String?

    package init() {}
}

extension GatewayConfiguration {
    /// A consumer of a control plane with the hashes of its keys.
    package struct Consumer: Codable, Equatable, Sendable {
        package struct Key: Codable, Equatable, Sendable {
            package var id: ID<CoreEntity>
            package var hash: KeyHash
            /// From this moment on the key is unknown.
            package var expiresAt: Instant?

            package init(id: ID<CoreEntity>, hash: KeyHash, expiresAt: Instant?) {
                self.id = id
                self.hash = hash
                self.expiresAt = expiresAt
            }
        }

        package var id: ID<CoreEntity>
        package var username: String?
        package var customID: String?
        package var keys: [Key]

        package init(id: ID<CoreEntity>, username: String?, customID: String?, keys: [Key] = []) {
            self.id = id
            self.username = username
            self.customID = customID
            self.keys = keys
        }
    }
}
