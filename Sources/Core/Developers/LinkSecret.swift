import Model

/// The secret in a mailed link: 122 random bits, written as a UUID because clients expect one.
enum LinkSecret {
    static func make(_ random: Randomness) -> String {
        let noise = Instant(milliseconds: Int64(random.word() & 0xFFFF_FFFF_FFFF))
        return ID<DeveloperToken>.make(at: noise, random: (random.word(), random.word())).text
    }

    /// The hash under which it is stored. Refuses what is no UUID.
    static func hash(_ text: String) throws -> [UInt8] {
        guard let id = ID<DeveloperToken>(text) else {
            let problem = FieldProblem("token", .invalid, "invalid ID format")
            throw Refusal.invalid([problem], detail: "The provided token is invalid")
        }
        return Secret.hash(id.text)
    }
}
