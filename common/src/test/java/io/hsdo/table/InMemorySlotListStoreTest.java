package io.hsdo.table;

class InMemorySlotListStoreTest extends SlotListStoreContract {
  @Override
  protected Table newTable() {
    var store = new InMemorySlotListStore();
    return new Table(store, store);
  }
}
