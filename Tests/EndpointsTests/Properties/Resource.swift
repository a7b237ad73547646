import Endpoints
import HTTPTypes
import Model
import Web

/// Something that a table of endpoints lets callers write and read back.
struct Resource {
    enum Birth {
        /// By POST, and told then.
        case posted(Endpoint<OperatorCaller>)
        /// By PUT to its own address, or there from the beginning.
        case standing
    }

    /// Where it can be read.
    enum Place {
        /// Below the collection that it was posted to, under its id.
        case item
        /// Only in the list of all.
        case list
        /// Where it is written.
        case itself
    }

    let birth: Birth
    let path: String
    let place: Place
    /// PATCH and PUT at its address.
    let changes: [Endpoint<OperatorCaller>]

    var operation: String {
        switch birth {
        case .posted(let create): create.operation
        case .standing: changes[0].operation
        }
    }

    /// The same for paths that differ in nothing but the names of parameters.
    static func shape(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
    }

    /// Every resource of the table, by what can be read there and written.
    static func all(in table: [Endpoint<OperatorCaller>]) -> [Resource] {
        let readers = Dictionary(grouping: table.filter { $0.method == .get }) { shape($0.path) }
        let writers = Dictionary(grouping: table.filter { $0.story.requestSchema != nil }) { shape($0.path) }
        let posted = table.filter { create in
            let list = shape(create.path)
            return create.method == .post && isServed(create) && (readers[list] ?? readers[list + "/{}"]) != nil
        }
        var found = posted.map { create in
            let item = shape(create.path) + "/{}"
            if let reader = readers[item]?.first {
                return Resource(
                    birth: .posted(create), path: reader.path, place: .item, changes: changes(writers[item]))
            }
            let isList = readers[shape(create.path)]?.first?.story.list != nil
            return Resource(
                birth: .posted(create), path: create.path, place: isList ? .list : .itself,
                changes: isList ? [] : changes(writers[shape(create.path)]))
        }
        let items = Set(found.map { shape($0.path) })
        found += table.filter { $0.method == .get && !items.contains(shape($0.path)) }.compactMap { reader in
            let changes = changes(writers[shape(reader.path)])
            return changes.isEmpty
                ? nil : Resource(birth: .standing, path: reader.path, place: .itself, changes: changes)
        }
        return found
    }

    private static func changes(_ writers: [Endpoint<OperatorCaller>]?) -> [Endpoint<OperatorCaller>] {
        (writers ?? []).filter { ($0.method == .patch || $0.method == .put) && isServed($0) }
    }

    // A list to which nothing can be added, because the gateway runs no such thing, is no resource.
    private static func isServed(_ endpoint: Endpoint<OperatorCaller>) -> Bool {
        endpoint.story.requestSchema != nil
            && endpoint.story.description?.contains("nothing can be added") != true
    }
}
