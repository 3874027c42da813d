/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "rf-large-page"

#include "config.h"

#include "rf-large-page.h"

#include <sys/mman.h>

/**
 * rf_large_page_new:
 *
 * Asks the system for %RF_LARGE_PAGE bytes, placed so that it can take one large page for them
 * instead of 512 small ones, each of which would have to be asked for.
 *
 * Returns: (transfer full): zeros, to be given back with rf_large_page_free()
 */
gpointer
rf_large_page_new (void)
{
  char *all = mmap (NULL, 2 * RF_LARGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                    -1, 0);
  gsize before, behind;

  if (all == MAP_FAILED)
    g_error ("There is no room for %d bytes more", RF_LARGE_PAGE); /* as g_malloc() does */
  behind = (guintptr) all % RF_LARGE_PAGE;
  before = RF_LARGE_PAGE - behind;
  munmap (all, before);
  if (behind > 0)
    munmap (all + before + RF_LARGE_PAGE, behind);
#ifdef MADV_HUGEPAGE
  madvise (all + before, RF_LARGE_PAGE, MADV_HUGEPAGE);
#endif

  return all + before;
}

/**
 * rf_large_page_free:
 * @page: what rf_large_page_new() returned
 *
 * Gives it back to the system at once.
 */
void
rf_large_page_free (gpointer page)
{
  munmap (page, RF_LARGE_PAGE);
}
