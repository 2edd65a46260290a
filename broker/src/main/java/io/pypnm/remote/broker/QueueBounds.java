package io.pypnm.remote.broker;

/// How much one command queue may hold. An agent has three such queues, so a thousand agents have three thousand: the
/// sizes are small on purpose (with Artemis's default page of 10 MiB, 1,000 paging queues ran a heap of 1 GiB out of
/// memory).
///
/// @param memoryBytes   messages beyond this go to page files; Artemis counts about 1 KiB for a command of 500 bytes
/// @param pageBytes     size of one page file; about twice this is read back into memory at once
/// @param pagedBytes    page files beyond this refuse the sender (`ADDRESS_FULL`, [Admission.QueueFull]); a multiple of
///                      `pageBytes`
/// @param rememberedIds duplicate-detection ids kept, in memory and in the journal, some 200 bytes each. A sender that
///                      may send a command again after a crash must never have more unconfirmed commands than this on
///                      one queue
public record QueueBounds(int memoryBytes, int pageBytes, long pagedBytes, int rememberedIds) {
    private static final int MIN_PAGE_BYTES = 4 << 10;

    public static final QueueBounds DEFAULT = new QueueBounds(256 << 10, 64 << 10, 16 << 20, 256);

    public QueueBounds {
        if (pageBytes < MIN_PAGE_BYTES || pageBytes > memoryBytes) {
            throw new IllegalArgumentException(
                    "pageBytes must be " + MIN_PAGE_BYTES + " to memoryBytes " + memoryBytes + ", is " + pageBytes);
        }
        if (pagedBytes < pageBytes || pagedBytes % pageBytes != 0) {
            throw new IllegalArgumentException(
                    "pagedBytes must be a multiple of pageBytes " + pageBytes + ", is " + pagedBytes);
        }
        if (rememberedIds < 1) {
            throw new IllegalArgumentException("rememberedIds must be at least 1, is " + rememberedIds);
        }
    }
}
