/// What the overview of an AsyncAPI document says beside its operations.
struct AsyncOverviewParts {
    let reference: APIReference
    let async: AsyncAPI

    var servers: HTML {
        guard !async.servers.isEmpty else { return .empty }
        return """
            <section class="ref-card">\
            <h2 class="ref-card-title">\(async.servers.count == 1 ? "Server" : "Servers")</h2>\
            <ul class="ref-list">\(async.servers.map(server))</ul></section>
            """
    }

    private func server(_ server: AsyncServer) -> HTML {
        let version: HTML = server.protocolVersion.map { " \($0)" } ?? .empty
        let security: [HTML] = server.security.map { way in
            let names = way.map { "\($0.scheme.name) (\(SecurityWords.kind($0.scheme)))" }.joined(separator: " and ")
            return "<li class=\"ref-muted\">\(names)</li>"
        }
        let tags: [HTML] = server.tags.map { "<span class=\"ref-value\">\($0)</span>" }
        return """
            <li id="server-\(UniqueKeys.slug(server.name))"><p class="ref-scheme"><strong>\
            \(server.title ?? server.name)</strong> <span class="ref-media">\(server.protocolName)\(version)</span></p>\
            <code class="ref-server">\(server.address)</code>\(server.description.map { ReferenceText.small($0) })\
            \(variables(server.variables))\
            \(security.isEmpty ? .empty : "<p class=\"ref-muted\">Let in by</p><ul>\(security)</ul>" as HTML)\
            \(bindings(server.bindings))\
            \(tags.isEmpty ? .empty : "<p class=\"ref-values\">\(tags)</p>" as HTML)</li>
            """
    }

    private func variables(_ variables: [APIServer.Variable]) -> HTML {
        guard !variables.isEmpty else { return .empty }
        let items: [HTML] = variables.map { variable in
            let choices: [HTML] = variable.choices.prefix(20).map { "<code class=\"ref-value\">\($0)</code>" }
            let fallback: HTML =
                variable.value.isEmpty ? .empty : "<span class=\"ref-muted\"> default \(variable.value)</span>"
            return """
                <li><code>{\(variable.name)}</code>\(fallback)\(variable.description.map { ReferenceText.small($0) })\
                \(choices.isEmpty ? .empty : "<p class=\"ref-values\">\(choices)</p>" as HTML)</li>
                """
        }
        return "<ul class=\"ref-variables\">\(items)</ul>"
    }

    private func bindings(_ bindings: [AsyncBinding]) -> HTML {
        let shown = bindings.filter { !$0.facts.isEmpty }
        guard !shown.isEmpty else { return .empty }
        let lists = AsyncParts(reference: reference, async: async).bindingLists(shown)
        return "<details class=\"ref-values-more\"><summary>Bindings of the server</summary>\(lists)</details>"
    }

    var facts: [(name: String, value: HTML)] {
        var facts: [(String, HTML)] = []
        if let id = async.id { facts.append(("Id", "<code>\(id)</code>")) }
        if let type = async.defaultContentType { facts.append(("Content type", "<code>\(type)</code>")) }
        return facts
    }

    /// The channels and messages; the first of many.
    var lists: HTML { [ReferenceList.channels, .messages].map(list).reduce(.empty, +) }

    private func list(_ list: ReferenceList) -> HTML {
        let entries = reference.entries(of: list)
        guard !entries.isEmpty else { return .empty }
        let rows = entries.prefix(ReferenceListView.limit / 2).map { ReferenceListView.row($0, reference) }
        let all = reference.options.address(.list(list, from: 0))
        let more: HTML =
            rows.count < entries.count ? "<p><a href=\"\(url: all)\">All \(entries.count)</a></p>" : .empty
        return """
            <section class="ref-group"><h2><a href="\(url: all)">\(list.title)</a></h2>\
            <ul class="ref-operations">\(rows)</ul>\(more)</section>
            """
    }
}
