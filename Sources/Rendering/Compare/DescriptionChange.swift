/// One thing that two descriptions of an API say differently.
package struct DescriptionChange: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case serverAdded = "server-added", serverRemoved = "server-removed"
        case operationAdded = "operation-added", operationRemoved = "operation-removed"
        case operationDeprecated = "operation-deprecated", operationRevived = "operation-revived"
        case operationRenamed = "operation-renamed"
        case parameterAdded = "parameter-added", parameterRemoved = "parameter-removed"
        case parameterRequired = "parameter-required", parameterOptional = "parameter-optional"
        case parameterDeprecated = "parameter-deprecated", parameterStyle = "parameter-style"
        case bodyAdded = "body-added", bodyRemoved = "body-removed"
        case bodyRequired = "body-required", bodyOptional = "body-optional"
        case mediaTypeAdded = "media-type-added", mediaTypeRemoved = "media-type-removed"
        case responseAdded = "response-added", responseRemoved = "response-removed"
        case headerAdded = "header-added", headerRemoved = "header-removed"
        case propertyAdded = "property-added", propertyRemoved = "property-removed"
        case propertyRequired = "property-required", propertyOptional = "property-optional"
        case propertyDeprecated = "property-deprecated"
        case typeChanged = "type-changed", formatChanged = "format-changed", shapeChanged = "shape-changed"
        case valueAdded = "value-added", valueRemoved = "value-removed"
        case valuesLimited = "values-limited", valuesOpened = "values-opened"
        case limitTightened = "limit-tightened", limitLoosened = "limit-loosened", patternChanged = "pattern-changed"
        case defaultChanged = "default-changed"
        case othersForbidden = "others-forbidden", othersAllowed = "others-allowed"
        case variantAdded = "variant-added", variantRemoved = "variant-removed"
        case securityTightened = "security-tightened", securityLoosened = "security-loosened"
        case schemeChanged = "scheme-changed"
    }

    /// What a change does to applications that were written for the older description, the worst first.
    package enum Effect: Int, Sendable, CaseIterable, Comparable {
        case breaking, unknown, harmless

        package static func < (left: Effect, right: Effect) -> Bool { left.rawValue < right.rawValue }

        /// `breaking`, `non-breaking` or `unknown`.
        package var name: String {
            switch self {
            case .breaking: "breaking"
            case .unknown: "unknown"
            case .harmless: "non-breaking"
            }
        }

        /// As people read it.
        package var words: String { self == .unknown ? "maybe breaking" : name }
    }

    /// What has changed. Operations are named by method and path, as the newer description writes them if it can.
    package enum Subject: Sendable, Hashable {
        case api
        case operation(String)
        case schema(String)
    }

    package var kind: Kind
    package var effect: Effect
    package var subject: Subject
    /// Where it stands: in the newer description, or in the older one when it is gone.
    package var pointer: String
    package var isInOlder: Bool
    /// In Markdown: names stand in backticks.
    package var sentence: String
}

/// Whether a value travels to the API or from it: what one may tighten the other may not.
struct ChangeDirection: OptionSet, Hashable {
    let rawValue: Int

    static let request = ChangeDirection(rawValue: 1)
    static let response = ChangeDirection(rawValue: 2)

    func effect(request: DescriptionChange.Effect, response: DescriptionChange.Effect) -> DescriptionChange.Effect {
        self == .request ? request : response
    }

    var words: String {
        switch self {
        case .request: "requests"
        case .response: "responses"
        default: "requests and responses"
        }
    }
}

/// Collects changes. What a schema that is used in both directions changes is said once, with the worse effect.
struct ChangeList {
    private struct Key: Hashable {
        var kind: DescriptionChange.Kind
        var subject: DescriptionChange.Subject
        var sentence: String
    }

    static let limit = 2_000

    private var places: [Key: Int] = [:]
    private var changes: [DescriptionChange] = []
    private var directions: [ChangeDirection] = []
    /// False once there was more than is listed.
    private(set) var isComplete = true

    mutating func add(
        _ kind: DescriptionChange.Kind, _ effect: DescriptionChange.Effect, _ subject: DescriptionChange.Subject,
        at node: DocumentNode?,
        isInOlder: Bool = false, _ sentence: String
    ) {
        add(kind, effect, subject, at: node, isInOlder: isInOlder, [], sentence)
    }

    mutating func add(
        _ kind: DescriptionChange.Kind, _ effect: DescriptionChange.Effect, _ subject: DescriptionChange.Subject,
        at node: DocumentNode?,
        isInOlder: Bool = false, _ direction: ChangeDirection, _ sentence: String
    ) {
        let key = Key(kind: kind, subject: subject, sentence: sentence)
        if let place = places[key] {
            changes[place].effect = min(changes[place].effect, effect)
            directions[place].formUnion(direction)
            return
        }
        guard changes.count < Self.limit else {
            isComplete = false
            return
        }
        places[key] = changes.count
        directions.append(direction)
        changes.append(
            DescriptionChange(
                kind: kind, effect: effect, subject: subject, pointer: node?.pointer ?? "", isInOlder: isInOlder,
                sentence: sentence))
    }

    mutating func cutOff() { isComplete = false }

    var result: [DescriptionChange] {
        zip(changes, directions).map { change, direction in
            guard case .schema = change.subject, !direction.isEmpty else { return change }
            var change = change
            change.sentence =
                "In \(direction.words), \(change.sentence.prefix(1).lowercased())"
                + change.sentence.dropFirst()
            return change
        }
    }
}
