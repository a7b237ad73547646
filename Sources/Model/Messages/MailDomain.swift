/// A domain that e-mails may come from: they are signed with a key whose other half stands in its DNS (DKIM).
package struct MailDomain: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        /// The record has not been found yet.
        case pending
        case success
        /// There is another record in its place.
        case failed
        /// The name service did not answer.
        case temporaryFailure = "temporary_failure"
        case notStarted = "not_started"
    }

    /// One line to be put into the DNS.
    package struct Record: Sendable, Equatable {
        package var type: String
        package var name: String
        package var value: String
    }

    package static let list = ListRules(
        filters: ["domain": .string, "verification_status": .string], sorts: ["domain", "created_at", "updated_at"])

    package var domain: String
    package var selector: String
    /// The public half of the key, in base64.
    package var publicKey: String
    /// The private half in PEM, under the master key.
    package var sealedKey: [UInt8]
    package var status: Status
    package var checkedAt: Instant?
    package var verifiedAt: Instant?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        domain: String, selector: String, publicKey: String, sealedKey: [UInt8], createdAt: Instant
    ) {
        self.domain = domain
        self.selector = selector
        self.publicKey = publicKey
        self.sealedKey = sealedKey
        status = .pending
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// Whether it is time to look its record up: soon after it was added, each five minutes until it is found, and each
    /// hour from then on.
    package func isDue(at now: Instant) -> Bool {
        guard let checkedAt else { return true }
        return checkedAt + (status == .success ? Duration.hours(1) : .minutes(5)) <= now
    }

    package var recordName: String { "\(selector)._domainkey.\(domain)" }

    package var records: [Record] {
        [Record(type: "TXT", name: recordName, value: "v=DKIM1; k=rsa; p=\(publicKey)")]
    }

    /// What the texts that stand at `recordName` say about the domain.
    package func status(of texts: [String]) -> Status {
        let keys = texts.compactMap { text -> String? in
            let fields = text.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            return fields.first { $0.hasPrefix("p=") }.map { String($0.dropFirst(2)) }
        }
        if keys.contains(publicKey) { return .success }
        return keys.isEmpty ? .pending : .failed
    }
}

/// The key that an e-mail is signed with.
package struct MailKey: Sendable, Equatable {
    package var domain: String
    package var selector: String
    package var pem: String

    package init(domain: String, selector: String, pem: String) {
        self.domain = domain
        self.selector = selector
        self.pem = pem
    }
}
