/// What an update says of one field: nothing, or a new value. For a field that may be cleared, `Value` is optional.
package enum Change<Value> {
    case unchanged
    case set(Value)

    /// The value after the change.
    package func applied(to old: Value) -> Value {
        switch self {
        case .unchanged: old
        case .set(let new): new
        }
    }

    /// Writes the new value, if there is one.
    package func apply(to old: inout Value) {
        if case .set(let new) = self { old = new }
    }

    /// The new value, or nil when nothing was said.
    package var value: Value? {
        if case .set(let new) = self { new } else { nil }
    }
}

extension Change: Sendable where Value: Sendable {}
extension Change: Equatable where Value: Equatable {}
