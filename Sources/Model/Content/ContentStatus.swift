/// Whether readers see a document, a page or a snippet at all.
package enum ContentStatus: String, Sendable, CaseIterable {
    case published, unpublished
}
